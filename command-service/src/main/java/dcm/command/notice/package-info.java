/** Receives the progress of orders for waiting callers. */
@NullMarked
package dcm.command.notice;

import org.jspecify.annotations.NullMarked;
