import type { PublishContext } from '../context/publish-context';
import { isLockError } from '../context/lock-wait';
import type { MetricDefinition } from '../definitions/metric-definition';
import { publish, tablesWritten } from './publish';
import { refusalOf } from './refusal';

/**
 * Publishes a table, however often another session has it locked meanwhile.
 * @throws ChecksFailedError, TableRefusedError, DefinitionError; LockWaitError when patience is at its end
 */
export async function publishPatiently(context: PublishContext, definition: MetricDefinition): Promise<void> {
  for (;;) {
    const since = Date.now();
    try {
      return await publish(context, definition);
    } catch (error) {
      if (!isLockError(error)) throw await refusalOf(context, definition, error);
      const tables = tablesWritten(definition);
      await context.patience.pause(context.warehouse, definition.table, tables, since);
    }
  }
}
