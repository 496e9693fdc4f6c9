/** How answers look: tables, times, colours, progress; and that nothing of a container reaches a terminal as more than text. */
@NullMarked
package dcm.shell.screen;

import org.jspecify.annotations.NullMarked;
