/**
 * What deciders share: the context of a decision, the policy of the installation, usage of quotas, rejections, and the
 * effects of events. Depends on {@code state} only. Pure.
 */
@NullMarked
package dcm.command.admission.decision;

import org.jspecify.annotations.NullMarked;
