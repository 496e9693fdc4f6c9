/** Commands about containers. */
@NullMarked
package dcm.shell.container;

import org.jspecify.annotations.NullMarked;
