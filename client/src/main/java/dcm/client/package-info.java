/** The program {@code dcm} for users' own machines. */
@NullMarked
package dcm.client;

import org.jspecify.annotations.NullMarked;
