import type { Delivery } from "../hook/hooks.ts";
import { Refusal } from "../refusal.ts";
import { hooksTold } from "./commit-note.ts";
import { html } from "./html.ts";
import { timeOf } from "./page.ts";
import type { Answer, Visit } from "./visit.ts";

const shownDeliveries = 50;
const maxPayload = 20_000;

/** What hooks were told and answered, the newest first; sent, one of them is told once more. */
export async function showDeliveries({ parts, form }: Visit): Promise<Answer> {
  const { hooks } = parts;
  if (form) {
    const wanted = hooks.deliveries.find(({ id }) => String(id) === form.get("id"));
    if (wanted === undefined) throw new Refusal(404, "That delivery is no longer kept.");
    hooks.redeliver(wanted).catch(process.emitWarning);
    await hooksTold(parts);
    return { to: "/-/deliveries" };
  }
  const shown = hooks.deliveries.slice(-shownDeliveries).reverse();
  const body = html`<h1>What webhooks were told</h1>
<p class="quiet">Every attempt, the newest first. GitHub does not try again by itself.</p>
<ul class="deliveries">${shown.map(deliveryOf)}</ul>${shown.length === 0 && html`<p>Nothing yet.</p>`}`;
  return { title: "Webhooks", body };
}

function deliveryOf({ id, event, action, status, statusCode, ...rest }: Delivery) {
  const { url, deliveredAt, isRedelivery, durationSec, guid, payload, answer } = rest;
  const isDone = statusCode >= 200 && statusCode < 300;
  const text = JSON.stringify(payload, null, 2);
  const { repository } = payload as { readonly repository?: Readonly<Record<string, string>> };
  return html`<li><details><summary><span class="badge" data-kind="${isDone ? "done" : "problem"}">${statusCode || status}</span>
<strong>${event}${action !== null && `.${action}`}</strong> ${repository?.["full_name"]} ${timeOf(deliveredAt)}${isRedelivery && ", again"}</summary>
<p class="quiet">To <code>${url}</code>, ${durationSec} s, <code>${guid}</code></p>
<div class="code" role="region" aria-label="Payload" tabindex="0"><pre>${text.slice(0, maxPayload)}${text.length > maxPayload && "\n…"}</pre></div>
<p class="quiet">Answer: ${status}${answer.text !== "" && html`, <code>${answer.text.slice(0, 500)}</code>`}</p></details>
<form method="post"><input type="hidden" name="id" value="${id}"><button class="button" aria-label="Redeliver ${event} of ${deliveredAt
    .toISOString()
    .slice(11, 19)}">Redeliver</button></form></li>`;
}
