/** Checks the bill of materials against published advisories, without a network. */
@NullMarked
package dcm.stack.sbom;

import org.jspecify.annotations.NullMarked;
