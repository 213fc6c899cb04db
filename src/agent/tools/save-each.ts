type Ways<Input, Saved> = {
  isNew: (input: Input) => boolean;
  change: (input: Input) => Promise<Saved>;
  create: (inputs: Input[]) => Promise<Saved[]>;
};

/** What came of each input, in their order. What is known is changed one by one, what is new is created all at once. */
export async function saveEach<Input, Saved>(inputs: Input[], { isNew, change, create }: Ways<Input, Saved>) {
  const saved = new Map<Input, Saved>();
  for (const input of inputs) if (!isNew(input)) saved.set(input, await change(input));
  const fresh = inputs.filter(isNew);
  const created = fresh.length > 0 ? await create(fresh) : [];
  for (const [index, input] of fresh.entries()) saved.set(input, created[index] as Saved);
  return inputs.map((input) => [input, saved.get(input) as Saved] as const);
}
