/** Architecture rules that the tests of several modules check. A rule that matches no class fails. */
@NullMarked
package dcm.architecture;

import org.jspecify.annotations.NullMarked;
