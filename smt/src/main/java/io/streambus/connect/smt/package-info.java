/**
 * The transforms, under the class names that users write into connector configurations. Each is a shell: it reads its configuration and leaves the
 * work to {@code filter}, {@code headers} and {@code provenance}.
 */
package io.streambus.connect.smt;
