/**
 * Prints results: tables, times, colours, progress. Removes control sequences from everything that reaches a terminal.
 */
@NullMarked
package dcm.shell.screen;

import org.jspecify.annotations.NullMarked;
