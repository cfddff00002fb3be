#!/usr/bin/env node
import { connect } from './index.ts'

void connect
