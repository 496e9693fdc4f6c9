/**
 * The latest state of accounts, hosts and what is offered, for readers who need no history.
 */
@NullMarked
package dcm.contract.snapshot;

import org.jspecify.annotations.NullMarked;
