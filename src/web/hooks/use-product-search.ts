import { useEffect, useState } from "preact/hooks";
import type { Product } from "../../catalog/schema.ts";
import type { ProblemDetails } from "../../problem.ts";
import type { Api } from "../api.ts";
import { toProblemDetails } from "../http-client.ts";

const typingMs = 180;

/** The products that fit, a moment after the last key; an older answer never replaces a newer one. */
export function useProductSearch(catalogue: Pick<Api, "searchProducts">, terms: Record<string, string>) {
  const [products, setProducts] = useState<Product[]>();
  const [problem, setProblem] = useState<ProblemDetails>();
  const key = JSON.stringify(terms);
  useEffect(() => {
    const request = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const { items } = await catalogue.searchProducts({ ...JSON.parse(key), limit: "30" }, request.signal);
        if (request.signal.aborted) return;
        setProducts(items);
        setProblem(undefined);
      } catch (error) {
        if (!request.signal.aborted) setProblem(toProblemDetails(error));
      }
    }, typingMs);
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, [catalogue, key]);
  return { products, problem };
}
