/** Snapshots: the latest state of accounts, hosts and catalog entries, for readers that need no history. */
@NullMarked
package dcm.contract.snapshot;

import org.jspecify.annotations.NullMarked;
