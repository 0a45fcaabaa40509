/**
 * What every provider promises: a numbered table of {@link dev.vivarium.testkit.contract.Rule rules}, each with a test. A
 * provider's tests extend the facets ({@link dev.vivarium.testkit.contract.LifecycleContract} and its like) and say in
 * {@link dev.vivarium.testkit.contract.ContractSubject} how to reach it. Uses the SPI and the faults.
 */
@NullMarked
package dev.vivarium.testkit.contract;

import org.jspecify.annotations.NullMarked;
