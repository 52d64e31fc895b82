import { createServer } from "node:http";
import { health } from "./health.js";

const port = Number(process.env.PORT ?? ${{ values.port }});

const server = createServer((request, response) => {
  const found = request.url === "/health";
  response.writeHead(found ? 200 : 404, { "content-type": "application/json" });
  response.end(JSON.stringify(found ? health() : { error: "not found" }));
});

server.listen(port, () => console.log(`${{ values.name }} listens on ${port}`));
process.once("SIGTERM", () => server.close());
