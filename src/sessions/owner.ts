/** Whose data it is. Every store function takes one and puts it in its WHERE clause. */
export type Owner = { id: string };

/** The one owner of a service without sign-in. */
export const localOwner: Owner = { id: "local" };
