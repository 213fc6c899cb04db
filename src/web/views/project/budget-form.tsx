import { useState } from "preact/hooks";
import type { Session } from "../../../sessions/schema.ts";
import { formatNumber, minorPerUnit, readNumber } from "../../format.ts";
import { useAction } from "../../hooks/use-action.ts";
import type { ProjectView } from "./context.ts";
import { Field, InlineForm } from "./form.tsx";

/** The whole budget, in the session's currency or one chosen with the first amount. */
export function BudgetForm({ view, session, onDone }: { view: ProjectView; session: Session; onDone: () => void }) {
  const { budgetMinor } = session;
  const [currency, setCurrency] = useState(view.currency);
  const [amount, setAmount] = useState(budgetMinor === null ? "" : formatNumber(budgetMinor / minorPerUnit(currency)));
  const { isWorking, problem, run } = useAction();
  const value = readNumber(amount);
  const isCurrency = /^[A-Z]{3}$/.test(currency);

  const save = async () => {
    if (value === undefined) return;
    const budget = Math.round(value * minorPerUnit(currency));
    if (await run(() => view.api.changeSession({ budgetMinor: budget, currency }))) onDone();
  };
  return (
    <InlineForm
      label="Budget"
      save="Save"
      isReady={value !== undefined && isCurrency}
      isWorking={isWorking}
      problem={problem}
      onSave={() => void save()}
      onCancel={onDone}
    >
      <div class="field-row">
        <Field label="Amount" value={amount} isNumber isWrong={amount !== "" && !value} onChange={setAmount} />
        <Field
          label="Currency"
          value={currency}
          maxLength={3}
          isWrong={!isCurrency}
          onChange={(text) => setCurrency(text.toUpperCase())}
        />
      </div>
    </InlineForm>
  );
}
