/** Names of quantizations as they stand in names of files: Q4_K_M, IQ4_XS, Q8_0, BF16. */
const quantization =
  /(?:^|[^a-z0-9])((?:i?q[1-8](?:_[a-z0-9]+)*|bf16|f16|f32|fp16|fp32|mxfp4|tq[12]_0))(?=[^a-z0-9]|$)/i;

export function quantizationIn(name: string): string | undefined {
  return quantization.exec(name.replace(/\.gguf$/i, ''))?.[1]?.toUpperCase();
}

/** Whether a file can be a language model by its name: no eyes of another one, and of several parts only the first. */
export function isModelFile(path: string): boolean {
  const name = path.split('/').at(-1)!;
  if (!/\.gguf$/i.test(name) || /^mmproj|[-.]mmproj/i.test(name) || /imatrix/i.test(name)) return false;
  const part = /-(\d{5})-of-\d{5}\.gguf$/i.exec(name)?.[1];
  return part === undefined || part === '00001';
}
