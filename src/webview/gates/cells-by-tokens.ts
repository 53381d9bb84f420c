/** [tokens, cells] to [cells, tokens]. */
export function cellsByTokens(values: Float32Array, tokens: number, cells: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let token = 0; token < tokens; token++) {
    for (let cell = 0; cell < cells; cell++) turned[cell * tokens + token] = values[token * cells + cell]!;
  }
  return turned;
}
