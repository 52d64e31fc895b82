import { createRequire } from "node:module";

// The packages' ES modules import `lodash/uniqBy` without its extension, which Node refuses; their CommonJS works.
const require = createRequire(import.meta.url);
const model = require("@backstage/catalog-model") as typeof import("@backstage/catalog-model");

interface KindValidator {
  check(entity: import("@backstage/catalog-model").Entity): Promise<boolean>;
}

const builtin: Readonly<Record<string, KindValidator>> = {
  API: model.apiEntityV1alpha1Validator,
  Component: model.componentEntityV1alpha1Validator,
  Domain: model.domainEntityV1alpha1Validator,
  Group: model.groupEntityV1alpha1Validator,
  Location: model.locationEntityV1alpha1Validator,
  Resource: model.resourceEntityV1alpha1Validator,
  System: model.systemEntityV1alpha1Validator,
  User: model.userEntityV1alpha1Validator,
};

/**
 * The validator of a kind, as the catalog backend would find it; undefined for a kind that Backstage does not know.
 * It answers false when it knows the kind in other apiVersions only, and throws when the entity is wrong.
 */
export function kindValidator(kind: string, specType: unknown): KindValidator | undefined {
  if (Object.hasOwn(builtin, kind)) return builtin[kind];
  if (kind === "Template") return scaffolder().templateEntityV1beta3Validator;
  return kind === "AiResource" ? aiResourceValidator(specType) : undefined;
}

// Loaded with the first such entity: they double the time and the memory of a start.
function scaffolder() {
  return require("@backstage/plugin-scaffolder-common") as typeof import("@backstage/plugin-scaffolder-common");
}

function aiResourceValidator(specType: unknown): KindValidator {
  const alpha = require("@backstage/catalog-model/alpha") as typeof import("@backstage/catalog-model/alpha");
  const byType: Readonly<Record<string, KindValidator>> = {
    skill: alpha.skillAiResourceEntityV1alpha1Validator,
    rule: alpha.ruleAiResourceEntityV1alpha1Validator,
    plugin: alpha.pluginAiResourceEntityV1alpha1Validator,
    marketplace: alpha.marketplaceAiResourceEntityV1alpha1Validator,
  };
  const typed = typeof specType === "string" && Object.hasOwn(byType, specType) ? byType[specType] : undefined;
  return typed ?? alpha.aiResourceEntityV1alpha1Validator;
}
