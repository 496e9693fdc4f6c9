/** What a release contains in addition to what the other modules build. */
@NullMarked
package dcm.release;

import org.jspecify.annotations.NullMarked;
