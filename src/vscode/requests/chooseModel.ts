/** The model that fits a server's hints best (MCP sampling, "Model preferences"): by a part of its name, else the first. */
export function chooseModel<Model extends { readonly id: string; readonly family: string; readonly name: string }>(
  models: readonly Model[],
  hints: readonly string[],
): Model | undefined {
  for (const hint of hints.map((each) => each.toLowerCase())) {
    const fitting = models.find(({ id, family, name }) =>
      [id, family, name].some((called) => called.toLowerCase().includes(hint)),
    );
    if (fitting) return fitting;
  }
  return models[0];
}
