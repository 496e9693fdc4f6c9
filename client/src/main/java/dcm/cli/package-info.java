/** The program {@code dcm} for users' own machines. */
@NullMarked
package dcm.cli;

import org.jspecify.annotations.NullMarked;
