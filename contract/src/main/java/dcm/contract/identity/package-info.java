/**
 * Names and numbers that validate themselves: who, which container, which host, which port. Knows nothing of records or topics.
 */
@NullMarked
package dcm.contract.identity;

import org.jspecify.annotations.NullMarked;
