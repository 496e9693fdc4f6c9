/** Tests of the launcher that start no server. */
@NullMarked
package dcm.stack;

import org.jspecify.annotations.NullMarked;
