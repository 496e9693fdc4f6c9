/** Receives the progress of orders for waiting callers. */
@NullMarked
package dcm.command.notification;

import org.jspecify.annotations.NullMarked;
