/** Names and numbers that validate themselves. They do not depend on records or topics. */
@NullMarked
package dcm.contract.identity;

import org.jspecify.annotations.NullMarked;
