/**
 * The images that administrators offer: where they come from, and how far a host has come with them.
 */
@NullMarked
package dcm.contract.base;

import org.jspecify.annotations.NullMarked;
