/** Figures in words: tables for people, JSON for programs, and how the two contenders compare. */
package io.streambus.benchmark.report;
