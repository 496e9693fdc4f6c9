/**
 * The latest state of accounts and hosts, for readers who need no history.
 */
@NullMarked
package dcm.contract.snapshot;

import org.jspecify.annotations.NullMarked;
