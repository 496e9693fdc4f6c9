/** The worker of one host: its configuration and its stages from the lock to the orders. */
@NullMarked
package dcm.worker;

import org.jspecify.annotations.NullMarked;
