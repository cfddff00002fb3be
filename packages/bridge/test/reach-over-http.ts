import { reachOverHttp } from './engine.ts'

reachOverHttp()
