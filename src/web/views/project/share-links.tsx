import { useCallback, useEffect, useState } from "preact/hooks";
import type { CreatedShareLink, ShareLink } from "../../../sharing/schema.ts";
import { formatDate } from "../../format.ts";
import { useAction } from "../../hooks/use-action.ts";
import { useDisclosure } from "../../hooks/use-disclosure.ts";
import { ignoreGone, unlessMissing } from "../../http-client.ts";
import { Icon } from "../icons.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import type { ProjectView } from "./context.ts";
import { CopyField } from "./copy-field.tsx";
import { Choice, Field, InlineForm } from "./form.tsx";

const expiries = [
  { value: "7", name: "A week" },
  { value: "30", name: "A month" },
  { value: "90", name: "Three months" },
  { value: "365", name: "A year" },
] as const;
type Expiry = (typeof expiries)[number]["value"];

/** Links that show the report to whoever has them: made, copied once, revoked. */
export function ShareLinks({ view }: { view: ProjectView }) {
  const { api } = view;
  const [links, setLinks] = useState<ShareLink[] | null>();
  const [created, setCreated] = useState<CreatedShareLink>();
  const form = useDisclosure();
  const { isWorking, problem, run } = useAction();
  const read = useCallback(async () => setLinks(await unlessMissing(api.readShareLinks())), [api]);
  // Nothing tells of links that another tab made, so they are read whenever this part is shown.
  useEffect(() => {
    void run(read);
  }, [run, read]);

  const revoke = (id: string) =>
    run(async () => {
      await api.revokeShareLink(id).catch(ignoreGone);
      if (created?.id === id) setCreated(undefined);
      await read();
    });
  if (links === null) return null;
  return (
    <div class="share">
      {problem && <ProblemNotice problem={problem} />}
      {form.isOpen ? (
        <ShareForm
          view={view}
          onDone={(link) => {
            form.close();
            if (link) setCreated(link);
            void run(read);
          }}
        />
      ) : (
        <button ref={form.opener} type="button" class="small quiet" onClick={form.open}>
          <Icon name="link" />
          Share the report
        </button>
      )}
      {created && (
        <CopyField
          label="Copy it now: the address is told only this once."
          text={new URL(created.path, location.origin).href}
        />
      )}
      <ul class="links">
        {links
          ?.filter(({ status }) => status === "active")
          .map((link) => (
            <li key={link.id}>
              <span>
                {link.label ?? "Link"}
                <span class="open">
                  {" "}
                  until {formatDate(link.expiresAt)}, {link.lastOpenedAt ? "opened" : "not opened yet"}
                </span>
              </span>
              <button type="button" class="link" disabled={isWorking} onClick={() => void revoke(link.id)}>
                Revoke<span class="unseen"> {link.label ?? "link"}</span>
              </button>
            </li>
          ))}
      </ul>
    </div>
  );
}

function ShareForm({ view, onDone }: { view: ProjectView; onDone: (link?: CreatedShareLink) => void }) {
  const [label, setLabel] = useState("");
  const [days, setDays] = useState<Expiry>("30");
  const { isWorking, problem, run } = useAction();
  const create = () =>
    run(async () => {
      const name = label.trim();
      onDone(await view.api.createShareLink({ expiresInDays: Number(days), ...(name ? { label: name } : {}) }));
    });
  return (
    <InlineForm
      label="Share the report"
      save="Make a link"
      isReady
      isWorking={isWorking}
      problem={problem}
      onSave={() => void create()}
      onCancel={() => onDone()}
    >
      <div class="field-row">
        <Field label="For whom (optional)" value={label} maxLength={100} onChange={setLabel} />
        <Choice label="It works for" value={days} options={expiries} onChange={setDays} />
      </div>
    </InlineForm>
  );
}
