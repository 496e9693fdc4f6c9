/** Commands about images. */
@NullMarked
package dcm.shell.image;

import org.jspecify.annotations.NullMarked;
