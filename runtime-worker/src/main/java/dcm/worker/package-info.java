/**
 * One host's worker: its configuration and its life from the lock to the last order.
 */
@NullMarked
package dcm.worker;

import org.jspecify.annotations.NullMarked;
