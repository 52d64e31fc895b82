import { oneLine } from "../chat/text.ts";
import type { Finding } from "../finding.ts";
import { readArguments } from "./arguments.ts";
import { freshBot, whenReady } from "./fresh-bot.ts";
import { openControl } from "./open-control.ts";
import { openSetting, sayIfSample } from "./setting.ts";
import { type CliCommand, print, toJson } from "./terminal.ts";

const usage = "Use: callboard doctor [--json].";

/** `callboard doctor [--json]`: what is wrong with the set-up and what to do. Exit 1 when there is a problem. */
export const doctor: CliCommand = async (args, terminal) => {
  const { values } = readArguments({ args, options: { json: { type: "boolean" } } }, usage);
  const setting = await openSetting(terminal, "error");
  sayIfSample(setting, terminal);
  const { control, close } = await openControl(setting, async () =>
    whenReady(await freshBot(setting, terminal, { isServing: true })),
  );
  try {
    const findings = await control.diagnose(AbortSignal.timeout(60_000));
    await print(terminal, `${values.json ? toJson({ findings }) : inWords(findings)}\n`);
    return findings.some(({ level }) => level === "problem") ? 1 : 0;
  } finally {
    await close();
  }
};

/** Problems, warnings, and in one line what is well. */
function inWords(findings: readonly Finding[]): string {
  const of = (wanted: Finding["level"]) => findings.filter(({ level }) => level === wanted);
  const [problems, warnings, well] = [of("problem"), of("warning"), of("ok")];
  return [
    heading(problems.length, warnings.length),
    ...problems.map((finding) => `✗ ${sentence(finding)}`),
    ...warnings.map((finding) => `! ${sentence(finding)}`),
    ...(well.length > 0 ? [`✓ ${well.map(({ area, found }) => oneLine(`${area} (${found})`, 200)).join(", ")}`] : []),
  ].join("\n");
}

function heading(problems: number, warnings: number): string {
  const counts = [
    ...(problems > 0 ? [`${problems} ${problems === 1 ? "problem" : "problems"}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? "warning" : "warnings"}`] : []),
  ];
  return counts.length === 0 ? "No problems" : counts.join(", ");
}

function sentence({ area, found, fix, url }: Finding): string {
  const what = oneLine(`${area}: ${found}`, 500);
  const toDo = fix === undefined ? "" : oneLine(fix, 500);
  const where = url === undefined ? "" : oneLine(url, 500);
  const stop = toDo === "" || /[.!?]$/.test(what) ? "" : ".";
  return [what + stop, where === "" ? toDo : `${toDo.replace(/[.:]$/, "")}: ${where}`]
    .filter((part) => part !== "")
    .join(" ");
}
