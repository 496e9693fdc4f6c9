/** Imports and exports many accounts at once. */
@NullMarked
package dcm.user.bulk;

import org.jspecify.annotations.NullMarked;
