import postgres from "postgres";

// The floor of http.ts: what Bun and the driver cost when nothing else is done. Runs as a process of its own.

const sql = postgres(String(Bun.env["DATABASE_URL"]), { max: 10 });
const headers = { "Content-Type": "application/json", "Cache-Control": "no-store" };
const alive = JSON.stringify({ status: "ok" });

Bun.serve({
  hostname: "127.0.0.1",
  port: Number(Bun.env["PORT"]),
  development: false,
  async fetch(request) {
    const path = request.url.slice(request.url.indexOf("/", 8));
    if (path.startsWith("/health/")) return new Response(alive, { headers });
    const id = path.slice(path.lastIndexOf("/") + 1);
    const [row] = await sql`
      select id, title, phase, budget_minor, currency, style_slug, constraints, created_at, updated_at
      from sessions where id = ${id} and owner_id = ${"local"}`;
    return Response.json(row);
  },
});
