/** Orders: instructions to one host, derived from accepted intents. */
@NullMarked
package dcm.contract.order;

import org.jspecify.annotations.NullMarked;
