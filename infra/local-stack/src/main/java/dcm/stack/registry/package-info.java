/** The installation's image registry, by which hosts get the images of one another. */
@NullMarked
package dcm.stack.registry;

import org.jspecify.annotations.NullMarked;
