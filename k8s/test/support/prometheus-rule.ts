import { parser } from '@prometheus-io/lezer-promql';
import { z } from 'zod';

const duration = z.string().regex(/^(\d+(ms|[smhdwy]))+$/, 'is no duration');

const promql = z.string().superRefine((text, context) => {
  const wrong: string[] = [];
  parser.parse(text).iterate({
    enter: ({ type, from }) =>
      void (type.isError && wrong.push(`is no PromQL from "${text.slice(from, from + 20)}" on`)),
  });
  if (wrong[0]) context.addIssue({ code: 'custom', message: wrong[0] });
});

/** The operator's PrometheusRule as far as it is used here; a field that is not listed is refused. */
const prometheusRule = z.strictObject({
  apiVersion: z.literal('monitoring.coreos.com/v1'),
  kind: z.literal('PrometheusRule'),
  metadata: z.strictObject({
    name: z.string(),
    namespace: z.string(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.strictObject({
    groups: z
      .array(
        z.strictObject({
          name: z.string(),
          interval: duration.optional(),
          rules: z
            .array(
              z.strictObject({
                alert: z.string().regex(/^[A-Z]\w+$/),
                expr: promql,
                for: duration.optional(),
                labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
                annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
              }),
            )
            .min(1),
        }),
      )
      .min(1),
  }),
});

export function prometheusRuleProblems(object: unknown): string[] {
  const { error } = prometheusRule.safeParse(object);
  return error?.issues.map(({ path, message }) => `PrometheusRule.${path.join('.')}: ${message}`) ?? [];
}
