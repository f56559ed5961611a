/** What a survey tells while it works. For people only: nothing is decided from it. */
export type SurveyEvent =
  | { readonly kind: 'begun'; readonly domains: number }
  | { readonly kind: 'lookup'; readonly zone: string; readonly lookups: number }
  | { readonly kind: 'source'; readonly zone: string; readonly source: string; readonly certificates: number }
  | { readonly kind: 'domain'; readonly zone: string; readonly done: number; readonly domains: number }
  | { readonly kind: 'retry'; readonly lookups: number }
  | { readonly kind: 'judging' };

export type Progress = (event: SurveyEvent) => void;
