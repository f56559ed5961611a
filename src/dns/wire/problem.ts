/** What is wrong with bytes that were read. Thrown inside the codec only; its public functions give data. */
export class WireProblem extends Error {
  override readonly name = 'WireProblem';
}
