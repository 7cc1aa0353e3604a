/** Makes the reference pages of {@code docs/reference} from the code, and fails the build where a committed page differs. For the tests of every module. */
package io.streambus.connect.reference;
