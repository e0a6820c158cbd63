/**
 * The contract of a backend as tests: {@link gradj.testkit.BackendConformance} has one for each rule of
 * {@code docs/backend-contract.md}.
 */
@NullMarked
package gradj.testkit;

import org.jspecify.annotations.NullMarked;
