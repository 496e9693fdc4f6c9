/** The first administrator, and accounts whose sign-in is in the local realm. */
@NullMarked
package dcm.stack.account;

import org.jspecify.annotations.NullMarked;
