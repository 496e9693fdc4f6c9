/**
 * How much an owner may have, and where that is laid down.
 */
@NullMarked
package dcm.contract.quota;

import org.jspecify.annotations.NullMarked;
