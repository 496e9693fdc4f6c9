/** Names and numbers that validate themselves, and the hash from which ids are made. They do not depend on records or topics. */
@NullMarked
package dcm.contract.identity;

import org.jspecify.annotations.NullMarked;
