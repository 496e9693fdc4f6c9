/**
 * The images that administrators offer, and what hosts make of them.
 */
@NullMarked
package dcm.user.image;

import org.jspecify.annotations.NullMarked;
