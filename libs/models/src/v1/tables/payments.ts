import { z } from 'zod';
import { count, date, double, outputTable, text } from '../column';

export const paymentTables = [
  outputTable(
    'payment_analytics',
    z.object({
      payment_date: date('Local day on which the attempts were made.'),
      payment_method: text('How it was paid, or unknown.'),
      transaction_count: count('Attempts.'),
      total_amount: double('Amounts asked for in major units, added across currencies.'),
      successful_count: count('Attempts whose status is success.'),
      failed_count: count('Attempts whose status is failed.'),
      success_rate: double('successful_count / transaction_count in percent, 2 decimals.'),
      avg_processing_time_ms: double(
        'Mean milliseconds from creation to capture or failure; NULL without such attempts.',
      ).nullable(),
    }),
  ),
];
